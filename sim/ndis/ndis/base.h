/* SPDX-License-Identifier: MIT */
/*
 * Scalar types, strings and the small macros of every driver. Widths are
 * those of Windows (LLP64): ULONG and LONG have 32 bits whatever `long` has
 * here. All 64-bit types are one type with the compiler's uint64_t and size_t.
 */
#ifndef MSILAB_NDIS_BASE_H
#define MSILAB_NDIS_BASE_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include "sal.h"
#include "version.h"

#ifdef __cplusplus
#define EXTERN_C extern "C"
#define C_ASSERT(e) static_assert(e, #e)
#else
#define EXTERN_C extern
#define C_ASSERT(e) _Static_assert(e, #e)
#endif
#define NDIS_EXPORT EXTERN_C /* a line of api.def: the machine provides it */

#define CONST const
#define VOID void
#define FORCEINLINE static inline __attribute__((always_inline))
#define CFORCEINLINE FORCEINLINE
#define DECLSPEC_ALIGN(n) __attribute__((aligned(n)))
#define SYSTEM_CACHE_ALIGNMENT_SIZE 64
#define DECLSPEC_CACHEALIGN DECLSPEC_ALIGN(SYSTEM_CACHE_ALIGNMENT_SIZE)
#define MEMORY_ALLOCATION_ALIGNMENT 16
#define POINTER_ALIGNMENT DECLSPEC_ALIGN(8)

/* unions that older compilers had to name */
#define DUMMYUNIONNAME
#define DUMMYUNIONNAME2
#define DUMMYUNIONNAME3
#define DUMMYSTRUCTNAME
#define DUMMYSTRUCTNAME2

typedef void *PVOID;
typedef char CHAR, CCHAR, *PCHAR, *PSTR;
typedef const char *PCSTR, *PCSZ;
typedef int8_t INT8, *PINT8;
typedef uint8_t UINT8, *PUINT8, BYTE, *PBYTE;
typedef unsigned char UCHAR, *PUCHAR;
typedef int16_t SHORT, *PSHORT, INT16, *PINT16, CSHORT;
typedef uint16_t USHORT, *PUSHORT, UINT16, *PUINT16, WORD;
typedef int INT, *PINT;
typedef unsigned int UINT, *PUINT;
typedef int32_t LONG, *PLONG, INT32, *PINT32, LONG32;
typedef uint32_t ULONG, *PULONG, UINT32, *PUINT32, ULONG32, DWORD, *PDWORD;
typedef int64_t LONGLONG, *PLONGLONG, LONG64, *PLONG64, INT64, *PINT64;
typedef uint64_t ULONGLONG, *PULONGLONG, ULONG64, *PULONG64, UINT64, *PUINT64;
typedef intptr_t LONG_PTR, *PLONG_PTR, INT_PTR, SSIZE_T;
typedef uintptr_t ULONG_PTR, *PULONG_PTR, UINT_PTR, SIZE_T, *PSIZE_T;
typedef UCHAR BOOLEAN, *PBOOLEAN;
typedef ULONG_PTR KAFFINITY, *PKAFFINITY;
typedef UCHAR KIRQL, *PKIRQL;
typedef PVOID HANDLE;
#ifndef __int64
#define __int64 long
#endif

C_ASSERT(sizeof(ULONG) == 4 && sizeof(LONG64) == 8 && sizeof(SIZE_T) == 8);

#ifndef TRUE
#define TRUE 1
#define FALSE 0
#endif
#ifndef NULL
#define NULL 0
#endif

/*
 * WCHAR has 16 bits, and L"..." in the driver's own code must have them too,
 * which only the compiler can do. The machine itself, which holds no wide
 * literal, defines MSILAB_MACHINE and is built without the option.
 */
#ifdef MSILAB_MACHINE
typedef uint16_t WCHAR;
#else
#if __SIZEOF_WCHAR_T__ != 2
#error "compile the driver with -fshort-wchar: WCHAR and L\"...\" have 16 bits"
#endif
typedef wchar_t WCHAR;
#endif
typedef WCHAR *PWCH, *PWCHAR, *PWSTR;
typedef const WCHAR *PCWCH, *PCWSTR;

typedef union _LARGE_INTEGER {
	struct {
		ULONG LowPart;
		LONG HighPart;
	};
	struct {
		ULONG LowPart;
		LONG HighPart;
	} u;
	LONGLONG QuadPart;
} LARGE_INTEGER, *PLARGE_INTEGER;

typedef union _ULARGE_INTEGER {
	struct {
		ULONG LowPart;
		ULONG HighPart;
	};
	struct {
		ULONG LowPart;
		ULONG HighPart;
	} u;
	ULONGLONG QuadPart;
} ULARGE_INTEGER, *PULARGE_INTEGER;

typedef LARGE_INTEGER PHYSICAL_ADDRESS, *PPHYSICAL_ADDRESS;
typedef PHYSICAL_ADDRESS NDIS_PHYSICAL_ADDRESS, *PNDIS_PHYSICAL_ADDRESS;
#define NDIS_PHYSICAL_ADDRESS_CONST(low, high) { { (ULONG)(low), (LONG)(high) } }
#define NdisSetPhysicalAddressHigh(a, v) ((a).HighPart = (LONG)(v))
#define NdisSetPhysicalAddressLow(a, v) ((a).LowPart = (ULONG)(v))
#define NdisGetPhysicalAddressHigh(a) ((a).HighPart)
#define NdisGetPhysicalAddressLow(a) ((a).LowPart)

typedef struct _GUID {
	ULONG Data1;
	USHORT Data2;
	USHORT Data3;
	UCHAR Data4[8];
} GUID, *PGUID;

/* Length and MaximumLength count bytes; the terminator is not in Length. */
typedef struct _UNICODE_STRING {
	USHORT Length;
	USHORT MaximumLength;
	PWCH Buffer;
} UNICODE_STRING, *PUNICODE_STRING, NDIS_STRING, *PNDIS_STRING;
typedef const UNICODE_STRING *PCUNICODE_STRING;

/* RTL_CONSTANT_STRING takes a wide literal, NDIS_STRING_CONST a narrow one. */
#define RTL_CONSTANT_STRING(s) { sizeof(s) - sizeof((s)[0]), sizeof(s), (PWCH)(s) }
#define NDIS_STRING_CONST(x) { sizeof(L##x) - sizeof(WCHAR), sizeof(L##x), (PWCH)(L##x) }

/* Points at the text and copies nothing. Any IRQL, if the text is resident. */
FORCEINLINE VOID RtlInitUnicodeString(PUNICODE_STRING Destination, PCWSTR Source)
{
	ULONG units = 0;

	while (Source && Source[units] && units < 0x7ffe)
		units++;
	Destination->Length = (USHORT)(units * sizeof(WCHAR));
	Destination->MaximumLength =
		Source ? (USHORT)(Destination->Length + sizeof(WCHAR)) : (USHORT)0;
	Destination->Buffer = (PWCH)Source;
}
#define NdisInitUnicodeString(s, t) RtlInitUnicodeString((s), (t))

#define FIELD_OFFSET(type, field) ((LONG)offsetof(type, field))
#define RTL_FIELD_SIZE(type, field) (sizeof(((type *)0)->field))
#define RTL_SIZEOF_THROUGH_FIELD(type, field)                                                      \
	(offsetof(type, field) + sizeof(((type *)0)->field))
#define CONTAINING_RECORD(address, type, field)                                                    \
	((type *)((ULONG_PTR)(address) - (ULONG_PTR)offsetof(type, field)))
#define RTL_NUMBER_OF(a) (sizeof(a) / sizeof((a)[0]))
#define RTL_CONTAINS_FIELD(structure, size, field)                                                 \
	((const char *)&(structure)->field + sizeof((structure)->field) <= (const char *)(structure) + (size))
#define ARRAYSIZE(a) RTL_NUMBER_OF(a)
#define MAXUCHAR 0xff
#define MAXUSHORT 0xffff
#define MAXULONG 0xffffffffu
#define MAXLONG 0x7fffffff
#define MAXULONG64 ((ULONG64)~0ull)
#define UNREFERENCED_PARAMETER(p) ((void)(p))
#define DBG_UNREFERENCED_PARAMETER(p) ((void)(p))
#define DBG_UNREFERENCED_LOCAL_VARIABLE(v) ((void)(v))

#define UlongToPtr(v) ((PVOID)(ULONG_PTR)(ULONG)(v))
#define PtrToUlong(p) ((ULONG)(ULONG_PTR)(p))

#define PAGE_SIZE 0x1000
#define PAGE_SHIFT 12
#define BYTE_OFFSET(va) ((ULONG)((ULONG_PTR)(va) & (PAGE_SIZE - 1)))
#define PAGE_ALIGN(va) ((PVOID)((ULONG_PTR)(va) & ~(ULONG_PTR)(PAGE_SIZE - 1)))
#define BYTES_TO_PAGES(n) (((n) >> PAGE_SHIFT) + (((n) & (PAGE_SIZE - 1)) != 0))
#define ROUND_TO_PAGES(n) (((ULONG_PTR)(n) + PAGE_SIZE - 1) & ~(ULONG_PTR)(PAGE_SIZE - 1))
#define ALIGN_DOWN_BY(n, by) ((ULONG_PTR)(n) & ~((ULONG_PTR)(by) - 1))
#define ALIGN_UP_BY(n, by) ALIGN_DOWN_BY((ULONG_PTR)(n) + (by) - 1, by)

#ifndef NOMINMAX
#ifndef min
#define min(a, b) ((a) < (b) ? (a) : (b))
#endif
#ifndef max
#define max(a, b) ((a) > (b) ? (a) : (b))
#endif
#endif

#define RtlUlongByteSwap(v) __builtin_bswap32(v)
#define RtlUshortByteSwap(v) __builtin_bswap16(v)
#define RtlUlonglongByteSwap(v) __builtin_bswap64(v)

/*
 * The version this driver was compiled for, major << 8 | minor, as asked and
 * not as capped. Registration refuses a driver that claims a higher one.
 */
#ifndef MSILAB_MACHINE
EXTERN_C const USHORT MsilabHeaderVersion __attribute__((weak, visibility("default")));
const USHORT MsilabHeaderVersion = NDIS_MINIPORT_MAJOR_VERSION << 8 | NDIS_MINIPORT_MINOR_VERSION;
#endif

#endif
