/* SPDX-License-Identifier: MIT */
/* Drivers as files: what the loader refuses and says, and what it gives of one it takes. Modules are compiled on the spot. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "lessons/host/file.h"
#include "lessons/host/module.h"
#include "lessons/host/sha256.h"
#include "sim/base/mem.h"
#include "tests/unit/suite.h"

static char folder[64];
static unsigned copied;

static void *counting_memcpy(void *to, const void *from, size_t n)
{
	copied += (unsigned)n;
	return memmove(to, from, n);
}

static const char *const given[] = { "NdisMRegisterInterruptEx", NULL };
static const struct module_bind binds[] = { { "memcpy", (void (*)(void))counting_memcpy }, { 0 } };
static const char *const folders[] = { folder, NULL };
static const struct module_world world = { given, binds, folders };

/* Compiles a text into FOLDER/NAME with the compiler of the build. */
static void compile(const char *name, const char *flags, const char *text)
{
	char path[128], command[512];
	const char *compiler = getenv("CC");
	struct err err;

	snprintf(path, sizeof path, "%s/source.c", folder);
	ck_assert(file_write(path, text, strlen(text), &err));
	snprintf(command, sizeof command, "%s -w -fno-builtin %s -o %s/%s %s", compiler && *compiler ? compiler : "cc", flags,
		 folder, name, path);
	ck_assert_int_eq(system(command), 0);
}

static void begin(void)
{
	strcpy(folder, "/tmp/msilab-test.XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(folder));
}

/* The error of loading FOLDER/NAME.so. */
static const char *refusal(const char *name)
{
	static char text[1024];
	struct modules *modules = modules_new(&world);
	struct err err = { 0 };

	ck_assert_ptr_null(modules_load(modules, name, &err));
	modules_free(modules);
	return err_text(&err, text, sizeof text);
}

static void end(void)
{
	char command[128];

	snprintf(command, sizeof command, "rm -r %s", folder);
	ck_assert_int_eq(system(command), 0);
}

#define SHARED "-shared -nostdlib -fPIC"
#define ENTRY "int DriverEntry(void) { return 0; }\n"

START_TEST(hash_is_that_of_the_standard)
{
	char text[SHA256_TEXT];
	char million[1000];

	sha256_text("abc", 3, text);
	ck_assert_str_eq(text, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	sha256_text("", 0, text);
	ck_assert_str_eq(text, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	sha256_text("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 56, text);
	ck_assert_str_eq(text, "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
	memset(million, 'a', sizeof million);
	sha256_text(million, sizeof million, text);
	ck_assert_str_eq(text, "41edece42d63e8d9bf515a9ba6932e1c20cbc9f5a5d134645adb5db1b9737ea3");
}
END_TEST

START_TEST(file_that_is_no_elf_object_is_refused)
{
	struct err err;
	char path[128];

	begin();
	snprintf(path, sizeof path, "%s/text.so", folder);
	file_write(path, "hello\n", 6, &err);
	ck_assert_ptr_nonnull(strstr(refusal("text"), "text.so: it is not an ELF object"));
	file_write(path, "", 0, &err);
	ck_assert_ptr_nonnull(strstr(refusal("text"), "it is not an ELF object"));
	end();
}
END_TEST

START_TEST(object_file_and_program_are_no_shared_objects)
{
	begin();
	compile("object.so", "-c", ENTRY);
	ck_assert_ptr_nonnull(strstr(refusal("object"), "it is not a shared object; expected a driver linked with -shared"));
	compile("program.so", "-rdynamic", ENTRY "int main(void) { return 0; }\n");
	ck_assert_ptr_nonnull(strstr(refusal("program"), "it is not a shared object"));
	end();
}
END_TEST

START_TEST(module_for_another_processor_is_refused)
{
	struct err err;
	char path[128];
	char *bytes;
	size_t n;

	begin();
	compile("other.so", SHARED, ENTRY);
	snprintf(path, sizeof path, "%s/other.so", folder);
	bytes = file_read(path, 1 << 20, &n, &err);
	bytes[18] ^= 0x55; /* e_machine */
	file_write(path, bytes, n, &err);
	mem_free(bytes);
	ck_assert_ptr_nonnull(strstr(refusal("other"), "it is made for another processor"));
	end();
}
END_TEST

START_TEST(truncated_module_is_refused_at_every_length)
{
	struct err err;
	char path[128];
	char *bytes;
	size_t n;

	begin();
	compile("short.so", SHARED, ENTRY "int data[4096] = { 1 };\n");
	snprintf(path, sizeof path, "%s/short.so", folder);
	bytes = file_read(path, 1 << 20, &n, &err);
	for (size_t part = 0; part < n - 1024; part += n / 37) {
		file_write(path, bytes, part, &err);
		refusal("short");
	}
	file_write(path, bytes, n - 1, &err);
	ck_assert_ptr_nonnull(strstr(refusal("short"), "it is truncated; expected section headers up to byte "));
	mem_free(bytes);
	end();
}
END_TEST

START_TEST(module_without_driver_entry_is_refused)
{
	begin();
	compile("none.so", SHARED, "static int DriverEntry(void) { return 0; } int other(void) { return DriverEntry(); }\n");
	ck_assert_ptr_nonnull(strstr(refusal("none"), "it has no DriverEntry"));
	end();
}
END_TEST

START_TEST(names_nobody_gives_are_listed)
{
	begin();
	compile("wants.so", SHARED,
		"int printf(); int NdisMRegisterInterruptEx(); int malloc(); void *memcpy(); void __tsan_init();\n"
		"int DriverEntry(void) { __tsan_init(); memcpy(); return printf() + malloc() + NdisMRegisterInterruptEx(); }\n");
	const char *text = refusal("wants");
	ck_assert_ptr_nonnull(strstr(text, "it wants 2 names that the machine does not give: "));
	ck_assert_ptr_nonnull(strstr(text, "printf"));
	ck_assert_ptr_nonnull(strstr(text, "malloc"));
	ck_assert_ptr_null(strstr(text, "NdisM"));
	ck_assert_ptr_null(strstr(text, "tsan"));
	end();
}
END_TEST

START_TEST(unknown_name_gets_the_nearest_driver_or_all)
{
	begin();
	compile("zeta.so", SHARED, ENTRY);
	compile("alpha.so", SHARED, ENTRY);
	ck_assert_str_eq(refusal("nowhere"), "there is no driver nowhere; expected alpha, zeta, or a path with a slash");
	ck_assert_str_eq(refusal("beta"), "there is no driver beta; expected zeta, or a path with a slash");
	ck_assert_ptr_nonnull(strstr(refusal("./nowhere.so"), "./nowhere.so: cannot open it"));
	end();
}
END_TEST

START_TEST(module_gives_entry_image_and_data_as_relocated)
{
	struct modules *modules = modules_new(&world);
	struct err err;
	const struct sim_module *module;
	bool seen = false;

	begin();
	compile("good.so", SHARED, "int count = 7; int *where = &count; static int zero[100];\n"
		"int DriverEntry(void) { zero[5]++; return ++count + (where == &count); }\n");
	module = modules_load(modules, "good", &err);
	ck_assert_ptr_nonnull(module);
	ck_assert_ptr_eq(module, modules_load(modules, "good", &err));
	ck_assert_uint_ge((uint64_t)module->entry, module->image);
	ck_assert_uint_lt((uint64_t)module->entry, module->image + module->image_size);
	ck_assert(!module->instrumented);
	int (*entry)(void) = (int (*)(void))module->entry;
	ck_assert_int_eq(entry(), 9);
	ck_assert_int_eq(entry(), 10);
	for (unsigned i = 0; i < module->data_n; i++) {
		memcpy((void *)module->data[i].start, module->data[i].reset, module->data[i].size);
		seen = true;
	}
	ck_assert(seen);
	ck_assert_int_eq(entry(), 9);
	modules_free(modules);
	end();
}
END_TEST

START_TEST(memory_functions_are_those_of_the_machine)
{
	static const char *const flags[] = { SHARED " -Wl,-z,now -Wl,-z,relro", SHARED " -Wl,-z,lazy", SHARED " -fno-plt" };
	struct err err;

	begin();
	for (unsigned i = 0; i < 3; i++) {
		struct modules *modules = modules_new(&world);
		char name[32];

		snprintf(name, sizeof name, "copy%u.so", i);
		compile(name, flags[i], "void *memcpy(void *, const void *, unsigned long); char a[64], b[64];\n"
			"void *(*pointer)(void *, const void *, unsigned long) = memcpy;\n"
			"int DriverEntry(void) { memcpy(a, b, 64); pointer(b, a, 8); return a[0]; }\n");
		*strchr(name, '.') = '\0';
		const struct sim_module *module = modules_load(modules, name, &err);
		ck_assert_ptr_nonnull(module);
		copied = 0;
		ck_assert_int_eq(((int (*)(void))module->entry)(), 0);
		ck_assert_uint_eq(copied, 72);
		modules_free(modules);
	}
	end();
}
END_TEST

START_TEST(calls_between_functions_of_a_driver_stay_in_it)
{
	struct modules *modules = modules_new(&world);
	struct err err;

	begin();
	compile("own.so", SHARED " -Wl,-Bsymbolic", "int pause(void) { return 5; } int send(void) { return 6; }\n"
		"int DriverEntry(void) { return pause() * 10 + send(); }\n");
	const struct sim_module *module = modules_load(modules, "own", &err);
	ck_assert_ptr_nonnull(module);
	ck_assert_int_eq(((int (*)(void))module->entry)(), 56);
	modules_free(modules);
	end();
}
END_TEST

START_TEST(hashes_are_filled_in_and_differences_found)
{
	struct modules *modules = modules_new(&world);
	struct machine machine;
	struct err err;

	begin();
	compile("one.so", SHARED, ENTRY);
	machine_init(&machine);
	ck_assert(machine_read(&machine, "device nic0 vnic\ndriver nic0 one\n", "test", &err));
	ck_assert(modules_load_all(modules, &machine, &err));
	ck_assert_uint_eq(strlen(settings_get(&machine.drivers[0].settings, "sha256")), 64);
	ck_assert_ptr_null(modules_differing(modules, &machine));
	settings_set(&machine.drivers[0].settings, "sha256", "00");
	ck_assert_ptr_eq(modules_differing(modules, &machine), &machine.drivers[0]);
	machine_fini(&machine);
	modules_free(modules);
	end();
}
END_TEST

SUITE("module", hash_is_that_of_the_standard, file_that_is_no_elf_object_is_refused,
      object_file_and_program_are_no_shared_objects, module_for_another_processor_is_refused,
      truncated_module_is_refused_at_every_length, module_without_driver_entry_is_refused, names_nobody_gives_are_listed,
      unknown_name_gets_the_nearest_driver_or_all, module_gives_entry_image_and_data_as_relocated,
      memory_functions_are_those_of_the_machine, calls_between_functions_of_a_driver_stay_in_it,
      hashes_are_filled_in_and_differences_found)
