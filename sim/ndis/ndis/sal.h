/* SPDX-License-Identifier: MIT */
/*
 * Annotations and calling conventions of Windows sources: they are accepted
 * and mean nothing to this compiler. The machine checks what they promise.
 * In the level of a function, DIRQL is that of the interrupt it names and
 * DEVICE_LEVEL the highest of any device; neither is a constant.
 */
#ifndef MSILAB_NDIS_SAL_H
#define MSILAB_NDIS_SAL_H

#define _In_
#define _In_opt_
#define _In_z_
#define _In_opt_z_
#define _Out_
#define _Out_opt_
#define _Outptr_
#define _Outptr_opt_
#define _Outptr_result_maybenull_
#define _Inout_
#define _Inout_opt_
#define _Reserved_
#define _Null_
#define _Notnull_
#define _Maybenull_
#define _Must_inspect_result_
#define _Check_return_
#define _Use_decl_annotations_
#define _Post_invalid_
#define _Notliteral_
#define _Literal_
#define _Const_
#define _Interlocked_
#define _Interlocked_operand_
#define _Ret_maybenull_
#define _Ret_notnull_
#define _Pre_
#define _Post_
#define _Points_to_data_
#define _Printf_format_string_
#define __in
#define __out
#define __inout
#define __in_opt
#define __out_opt
#define __inout_opt
#define __deref_out
#define __deref_out_opt
#define __reserved
#define __checkReturn
#define __drv_sameIRQL
#define __drv_aliasesMem
#define __drv_freesMem_
#define __drv_useCancelIRQL
#define _IRQL_requires_same_
#define _IRQL_uses_cancel_
#define _IRQL_saves_
#define _IRQL_restores_
#define _IRQL_is_cancel_

#define _In_reads_(...)
#define _In_reads_opt_(...)
#define _In_reads_bytes_(...)
#define _In_reads_bytes_opt_(...)
#define _In_reads_z_(...)
#define _In_range_(...)
#define _Out_writes_(...)
#define _Out_writes_opt_(...)
#define _Out_writes_bytes_(...)
#define _Out_writes_bytes_opt_(...)
#define _Out_writes_bytes_all_(...)
#define _Out_writes_all_(...)
#define _Out_range_(...)
#define _Inout_updates_(...)
#define _Inout_updates_opt_(...)
#define _Inout_updates_bytes_(...)
#define _Inout_updates_bytes_opt_(...)
#define _Outptr_result_bytebuffer_(...)
#define _Field_size_(...)
#define _Field_size_opt_(...)
#define _Field_size_bytes_(...)
#define _Field_size_bytes_opt_(...)
#define _Field_range_(...)
#define _Ret_range_(...)
#define _Success_(...)
#define _Return_type_success_(...)
#define _When_(...)
#define _At_(...)
#define _On_failure_(...)
#define _Post_satisfies_(...)
#define _Pre_satisfies_(...)
#define _Analysis_assume_(...) ((void)0)
#define _IRQL_requires_(...)
#define _IRQL_requires_max_(...)
#define _IRQL_requires_min_(...)
#define _IRQL_raises_(...)
#define _IRQL_always_function_max_(...)
#define _IRQL_always_function_min_(...)
#define _IRQL_saves_global_(...)
#define _IRQL_restores_global_(...)
#define _Function_class_(...)
#define _Kernel_clear_do_init_(...)
#define _Dispatch_type_(...)
#define _Acquires_lock_(...)
#define _Releases_lock_(...)
#define _Requires_lock_held_(...)
#define _Requires_lock_not_held_(...)
#define _Acquires_exclusive_lock_(...)
#define _Releases_exclusive_lock_(...)
#define _Acquires_nonreentrant_lock_(...)
#define _Releases_nonreentrant_lock_(...)
#define _Guarded_by_(...)
#define _Write_guarded_by_(...)
#define _Interlocked_by_(...)
#define __in_bcount(...)
#define __in_ecount(...)
#define __out_bcount(...)
#define __out_ecount(...)
#define __inout_bcount(...)
#define __in_range(...)
#define __drv_requiresIRQL(...)
#define __drv_maxIRQL(...)
#define __drv_minIRQL(...)
#define __drv_maxFunctionIRQL(...)
#define __drv_raisesIRQL(...)
#define __drv_setsIRQL(...)
#define __drv_functionClass(...)
#define __drv_when(...)
#define __drv_at(...)
#define __drv_allocatesMem(...)
#define __drv_freesMem(...)
#define __drv_dispatchType(...)
#define __drv_arg(...)
#define __drv_ret(...)

#ifndef IN
#define IN
#endif
#ifndef OUT
#define OUT
#endif
#ifndef OPTIONAL
#define OPTIONAL
#endif

/* x64 reads and writes at any address. */
#define UNALIGNED
#define UNALIGNED64
#define __unaligned
#define RESTRICTED_POINTER __restrict
#define NTAPI
#define NDISAPI
#define NTKERNELAPI
#define NTSYSAPI
#define NTHALAPI
#define EXPORT
#define DECLSPEC_IMPORT
#define DECLSPEC_NORETURN __attribute__((noreturn))
#define DECLSPEC_SELECTANY __attribute__((weak))
#define FASTCALL
#ifndef __stdcall
#define __stdcall
#define __cdecl
#define __fastcall
#endif
#ifndef __inline
#define __inline inline
#endif
#define __forceinline inline __attribute__((always_inline))
#ifndef __declspec
#define __declspec(x) MSILAB_DECLSPEC_##x
#define MSILAB_DECLSPEC_align(n) __attribute__((aligned(n)))
#define MSILAB_DECLSPEC_noinline __attribute__((noinline))
#define MSILAB_DECLSPEC_noreturn __attribute__((noreturn))
#define MSILAB_DECLSPEC_selectany __attribute__((weak))
#define MSILAB_DECLSPEC_dllimport
#endif
#define __analysis_assume(x) ((void)0)
#define __fallthrough __attribute__((fallthrough))

#endif
