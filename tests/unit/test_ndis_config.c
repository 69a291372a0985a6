/* SPDX-License-Identifier: MIT */
/* What a driver prints, and its keywords. */
#include "tests/unit/ndis_rig.h"

static void print(void)
{
	static WCHAR wide[] = { 'w', 'i', 'd', 'e', 0 };
	UNICODE_STRING string = { 6, 10, wide };

	DbgPrint("%d %04x %s|%ws|%wZ|%c%% %I64x\n", -7, 0x2a, "text", wide, &string, 'c', UINT64_C(0x123456789a));
}

START_TEST(dbgprint_is_a_record_with_the_text)
{
	rig_begin(LINE_HEAD);
	plan.initialized = print;
	rig_do(rig, "start nic0");
	ck_assert_str_eq(trace_text_of(rig->trace, rig_last(rig, R_CODE_NOTE)->w[0]), "-7 002a text|wide|wid|c% 123456789a");
	rig_end();
}
END_TEST

static void wide_string(UNICODE_STRING *s, WCHAR *to, const char *text)
{
	USHORT n = 0;

	for (; text[n]; n++)
		to[n] = (WCHAR)text[n];
	*s = (UNICODE_STRING){ (USHORT)(2 * n), (USHORT)(2 * n + 2), to };
}

static NDIS_STATUS read_keyword(const char *name, NDIS_PARAMETER_TYPE type, ULONG *value)
{
	NDIS_CONFIGURATION_OBJECT object = { .Header = { NDIS_OBJECT_TYPE_CONFIGURATION_OBJECT, 1,
							 NDIS_SIZEOF_CONFIGURATION_OBJECT_REVISION_1 },
					     .NdisHandle = seen.adapter };
	PNDIS_CONFIGURATION_PARAMETER p;
	NDIS_STATUS status;
	NDIS_HANDLE handle;
	UNICODE_STRING s;
	WCHAR text[64];

	wide_string(&s, text, name);
	if (NdisOpenConfigurationEx(&object, &handle) != NDIS_STATUS_SUCCESS)
		return NDIS_STATUS_ADAPTER_NOT_FOUND;
	NdisReadConfiguration(&status, &p, handle, &s, type);
	if (status == NDIS_STATUS_SUCCESS)
		*value = p->ParameterType == NdisParameterInteger ? p->ParameterData.IntegerData : p->ParameterData.StringData.Length;
	NdisCloseConfiguration(handle);
	return status;
}

static NDIS_STATUS statuses[6];
static ULONG values[6];

static void read_keywords(void)
{
	statuses[0] = read_keyword("*JUMBOpacket", NdisParameterInteger, &values[0]);
	statuses[1] = read_keyword("LabNumber", NdisParameterInteger, &values[1]);
	statuses[2] = read_keyword("LabNumber", NdisParameterHexInteger, &values[2]);
	statuses[3] = read_keyword("LabText", NdisParameterString, &values[3]);
	statuses[4] = read_keyword("MSISupported", NdisParameterInteger, &values[4]);
	statuses[5] = read_keyword("LabText", NdisParameterInteger, &values[5]);
}

START_TEST(keywords_are_set_defaulted_or_absent_and_package_facts_are_none)
{
	rig_begin("cpus 1\ndevice nic0 vnic slot=1 msix=0 msi=0\ndriver nic0 test MSISupported=1 LabNumber=12 LabText=abc\n");
	plan.initialized = read_keywords;
	rig_do(rig, "start nic0");
	ck_assert_uint_eq(values[0], 1514);
	ck_assert_uint_eq(values[1], 12);
	ck_assert_uint_eq(values[2], 0x12);
	ck_assert_uint_eq(values[3], 6);
	ck_assert_int_eq(statuses[3], NDIS_STATUS_SUCCESS);
	ck_assert_int_eq(statuses[4], NDIS_STATUS_FAILURE);
	ck_assert_int_eq(statuses[5], NDIS_STATUS_FAILURE);
	ck_assert_uint_eq(rig_count(rig, R_CONFIG_READ), 6);
	rig_end();
}
END_TEST

static NDIS_STATUS write_number(const char *name, ULONG value)
{
	NDIS_CONFIGURATION_OBJECT object = { .Header = { NDIS_OBJECT_TYPE_CONFIGURATION_OBJECT, 1,
							 NDIS_SIZEOF_CONFIGURATION_OBJECT_REVISION_1 },
					     .NdisHandle = seen.adapter };
	NDIS_CONFIGURATION_PARAMETER p = { .ParameterType = NdisParameterInteger, .ParameterData.IntegerData = value };
	NDIS_STATUS status;
	NDIS_HANDLE handle;
	UNICODE_STRING s;
	WCHAR text[64];

	wide_string(&s, text, name);
	NdisOpenConfigurationEx(&object, &handle);
	NdisWriteConfiguration(&status, handle, &s, &p);
	NdisCloseConfiguration(handle);
	return status;
}

static void write_then_read(void)
{
	if (seen.initializes == 1) {
		statuses[0] = write_number("LabWritten", 12);
		statuses[1] = write_number("MSISupported", 0);
	}
	read_keyword("LabWritten", NdisParameterInteger, &values[0]);
	read_keyword("LabWritten", NdisParameterHexInteger, &values[1]);
}

START_TEST(a_written_keyword_is_read_until_a_command_sets_another)
{
	rig_begin(LINE_HEAD);
	plan.initialized = write_then_read;
	rig_do(rig, "start nic0");
	ck_assert_int_eq(statuses[0], NDIS_STATUS_SUCCESS);
	ck_assert_int_eq(statuses[1], NDIS_STATUS_FAILURE);
	ck_assert_uint_eq(values[0], 12);
	ck_assert_uint_eq(values[1], 12);
	ck_assert_uint_eq(rig_count(rig, R_CONFIG_WRITE), 2);
	rig_do(rig, "restart nic0");
	ck_assert_uint_eq(values[0], 12);
	rig_do(rig, "keyword nic0 LabWritten=7");
	rig_do(rig, "restart nic0");
	ck_assert_uint_eq(values[0], 7);
	rig_end();
}
END_TEST

SUITE("ndis config", dbgprint_is_a_record_with_the_text,
      keywords_are_set_defaulted_or_absent_and_package_facts_are_none,
      a_written_keyword_is_read_until_a_command_sets_another)
