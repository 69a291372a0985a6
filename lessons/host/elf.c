/* SPDX-License-Identifier: MIT */
/* A driver's file through libelf. The order of the questions is the order of the errors: the coarse ones first. */
#include <gelf.h>
#include <string.h>

#include "lessons/host/elf.h"
#include "sim/base/say.h"
#include "sim/base/str.h"

#if defined __x86_64__
enum { MACHINE = EM_X86_64, SLOT = R_X86_64_JUMP_SLOT, GLOBAL = R_X86_64_GLOB_DAT, WORD = R_X86_64_64 };
#elif defined __aarch64__
enum { MACHINE = EM_AARCH64, SLOT = R_AARCH64_JUMP_SLOT, GLOBAL = R_AARCH64_GLOB_DAT, WORD = R_AARCH64_ABS64 };
#else
#error "which relocations hold a function's address on this processor?"
#endif

/* What start files and the C++ compiler leave behind as weak wishes; the loader does without them. */
static const char *const weak_wishes[] = { "__cxa_finalize", "__gmon_start__", "_ITM_deregisterTMCloneTable",
					   "_ITM_registerTMCloneTable", NULL };

static bool listed(const char *const *names, const char *name)
{
	for (; *names; names++)
		if (!strcmp(*names, name))
			return true;
	return false;
}

static bool instrumentation(const char *name)
{
	return !strcmp(name, "__sanitizer_cov_trace_pc") || !strncmp(name, "__tsan_", 7);
}

/* The kind of object, before its contents: each answer is one error. */
static bool check_kind(Elf *file, GElf_Ehdr *head, struct err *err)
{
	if (elf_kind(file) != ELF_K_ELF || !gelf_getehdr(file, head)) {
		err_set(err, "it is not an ELF object");
		return err_expected(err, "a driver made by `msilab build`");
	}
	if (head->e_machine != MACHINE || gelf_getclass(file) != ELFCLASS64) {
		err_set(err, "it is made for another processor");
		err_expected(err, "ELF machine %d with 64 bits", MACHINE);
		return err_found(err, "machine %d with %d bits", head->e_machine, gelf_getclass(file) == ELFCLASS64 ? 64 : 32);
	}
	if (head->e_type != ET_DYN) {
		err_set(err, "it is not a shared object");
		err_expected(err, "a driver linked with -shared (`msilab build` does)");
		return err_found_text(err, head->e_type == ET_REL ? N_("an object file") : head->e_type == ET_EXEC ? N_("a program") : N_("another kind"));
	}
	return true;
}

/* Symbols are found by the section headers, which stand at the end of the file. */
static bool check_whole(const GElf_Ehdr *head, size_t n, struct err *err)
{
	uint64_t size = (uint64_t)head->e_shnum * head->e_shentsize;

	if (head->e_shoff <= n && size <= n - head->e_shoff)
		return true;
	err_set(err, "it is truncated");
	err_expected(err, "section headers up to byte %llu", (unsigned long long)(head->e_shoff + size));
	return err_found(err, "%zu bytes", n);
}

static bool add_data(struct elf *elf, uint64_t start, uint64_t end, struct err *err)
{
	if (start >= end)
		return true;
	if (elf->data_n == ELF_DATA_MAX)
		return err_set(err, "it has more than %d writable segments", ELF_DATA_MAX);
	elf->data[elf->data_n++] = (struct elf_range){ start, end };
	return true;
}

static bool take_segment(struct elf *elf, const GElf_Phdr *segment, size_t n, struct err *err)
{
	uint64_t end = segment->p_vaddr + segment->p_memsz;

	if (segment->p_type == PT_INTERP) {
		err_set(err, "it is not a shared object");
		return err_found(err, "a program");
	}
	if (segment->p_type == PT_GNU_RELRO)
		elf->relro = (struct elf_range){ segment->p_vaddr, end };
	if (segment->p_type != PT_LOAD)
		return true;
	if (segment->p_offset > n || segment->p_filesz > n - segment->p_offset || segment->p_filesz > segment->p_memsz ||
	    end < segment->p_vaddr) {
		err_set(err, "it is truncated");
		err_expected(err, "a segment up to byte %llu", (unsigned long long)(segment->p_offset + segment->p_filesz));
		return err_found(err, "%zu bytes", n);
	}
	if (segment->p_vaddr < elf->start)
		elf->start = segment->p_vaddr;
	if (end > elf->end)
		elf->end = end;
	return true;
}

/* Writable segments without the part that becomes read-only: what a driver can change. */
static bool take_data(struct elf *elf, Elf *file, size_t segments, struct err *err)
{
	const struct elf_range *relro = &elf->relro;
	uint64_t locked = relro->end & ~(uint64_t)0xfff;
	GElf_Phdr segment;

	for (size_t i = 0; i < segments; i++) {
		if (!gelf_getphdr(file, (int)i, &segment) || segment.p_type != PT_LOAD || !(segment.p_flags & PF_W))
			continue;
		uint64_t start = segment.p_vaddr, end = start + segment.p_memsz;

		if (relro->end > relro->start && relro->start >= start && relro->start < end) {
			if (!add_data(elf, start, relro->start, err))
				return false;
			start = locked > start ? locked : start;
		}
		if (!add_data(elf, start, end, err))
			return false;
	}
	return true;
}

static bool read_segments(struct elf *elf, Elf *file, size_t n, struct err *err)
{
	size_t segments = 0;
	GElf_Phdr segment;

	elf->start = UINT64_MAX;
	if (elf_getphdrnum(file, &segments))
		segments = 0;
	for (size_t i = 0; i < segments; i++)
		if (gelf_getphdr(file, (int)i, &segment) && !take_segment(elf, &segment, n, err))
			return false;
	if (elf->start >= elf->end)
		return err_set(err, "it is truncated: it has no segment to load");
	return take_data(elf, file, segments, err);
}

static Elf_Scn *section_of(Elf *file, GElf_Word type, Elf_Scn *after, GElf_Shdr *head)
{
	while ((after = elf_nextscn(file, after)))
		if (gelf_getshdr(after, head) && head->sh_type == type)
			return after;
	return NULL;
}

/* The names of the dynamic symbols: DriverEntry must be among those defined, nothing unknown among those wanted. */
struct wishes {
	bool entry, blocks, accesses;
	unsigned missing;
	struct str list; /* at most what fits an error */
};

static void take_symbol(struct wishes *wishes, const GElf_Sym *symbol, const char *name, const char *const *given,
			const char *const *bound)
{
	if (symbol->st_shndx != SHN_UNDEF) {
		wishes->entry |= !strcmp(name, "DriverEntry") && GELF_ST_TYPE(symbol->st_info) == STT_FUNC;
		return;
	}
	wishes->blocks |= !strcmp(name, "__sanitizer_cov_trace_pc");
	wishes->accesses |= !strncmp(name, "__tsan_", 7);
	if (!*name || instrumentation(name) || listed(given, name) || listed(bound, name) ||
	    (GELF_ST_BIND(symbol->st_info) == STB_WEAK && listed(weak_wishes, name)))
		return;
	wishes->missing++;
	if (wishes->list.length + strlen(name) < 160)
		str_format(&wishes->list, "%s%s", wishes->list.length ? ", " : "", name);
	else if (!strstr(wishes->list.text ? wishes->list.text : "", " ..."))
		str_append(&wishes->list, " ...");
}

static bool judge(const struct wishes *wishes, struct err *err)
{
	if (!wishes->entry) {
		err_set(err, "it has no DriverEntry");
		return err_expected(err, "NTSTATUS DriverEntry(PDRIVER_OBJECT, PUNICODE_STRING), not static");
	}
	if (!wishes->missing)
		return true;
	err_set(err, wishes->missing == 1 ? N_("it wants %u name that the machine does not give: %s") :
		N_("it wants %u names that the machine does not give: %s"), wishes->missing, wishes->list.text);
	return err_expected(err, "functions that ndis.h declares, memcpy, memmove, memset, memcmp");
}

static bool read_symbols(struct elf *elf, Elf *file, const char *const *given, const char *const *bound, struct err *err)
{
	struct wishes wishes = { 0 };
	GElf_Shdr head;
	Elf_Scn *section = section_of(file, SHT_DYNSYM, NULL, &head);
	Elf_Data *data = section ? elf_getdata(section, NULL) : NULL;
	size_t n = data && head.sh_entsize ? data->d_size / head.sh_entsize : 0;
	GElf_Sym symbol;
	bool good;

	for (size_t i = 1; i < n; i++) {
		const char *name = gelf_getsym(data, (int)i, &symbol) ? elf_strptr(file, head.sh_link, symbol.st_name) : NULL;

		if (name)
			take_symbol(&wishes, &symbol, name, given, bound);
	}
	elf->instrumented = wishes.blocks && wishes.accesses;
	good = judge(&wishes, err);
	str_free(&wishes.list);
	return good;
}

static const char *slot_name(Elf *file, const GElf_Rela *slot, Elf_Data *symbols, const GElf_Shdr *symbols_head)
{
	unsigned type = (unsigned)GELF_R_TYPE(slot->r_info);
	GElf_Sym symbol;

	if (type != SLOT && type != GLOBAL && type != WORD)
		return NULL;
	if (!gelf_getsym(symbols, (int)GELF_R_SYM(slot->r_info), &symbol) || symbol.st_shndx != SHN_UNDEF)
		return NULL;
	return elf_strptr(file, symbols_head->sh_link, symbol.st_name);
}

/* Notes every slot of a bound name; a slot outside the image is a broken file. */
static bool read_slots(struct elf *elf, Elf *file, const char *const *bound, struct err *err)
{
	GElf_Shdr head, symbols_head;
	Elf_Scn *symbols_section = section_of(file, SHT_DYNSYM, NULL, &symbols_head);
	Elf_Data *symbols = elf_getdata(symbols_section, NULL);
	GElf_Rela slot;

	for (Elf_Scn *section = NULL; (section = section_of(file, SHT_RELA, section, &head));) {
		Elf_Data *data = elf_getdata(section, NULL);

		for (int i = 0; data && gelf_getrela(data, i, &slot); i++) {
			const char *name = slot_name(file, &slot, symbols, &symbols_head);

			for (unsigned b = 0; name && bound[b]; b++) {
				if (strcmp(bound[b], name))
					continue;
				if (slot.r_offset < elf->start || slot.r_offset > elf->end - 8 || slot.r_addend ||
				    elf->binds_n == ELF_BINDS_MAX)
					return err_set(err, "its relocations of %s cannot be followed", name);
				elf->binds[elf->binds_n++] = (struct elf_bind){ slot.r_offset, b };
			}
		}
	}
	return true;
}

bool elf_read(struct elf *elf, const void *bytes, size_t n, const char *const *given, const char *const *bound,
	      struct err *err)
{
	GElf_Ehdr head;
	Elf *file;
	bool good;

	*elf = (struct elf){ 0 };
	elf_version(EV_CURRENT);
	/* libelf takes a char * but only reads through it as long as nothing is changed. */
	file = elf_memory((char *)(uintptr_t)bytes, n);
	good = check_kind(file, &head, err) && read_segments(elf, file, n, err) && check_whole(&head, n, err) &&
	       read_symbols(elf, file, given, bound, err) && read_slots(elf, file, bound, err);
	elf_end(file);
	return good;
}
