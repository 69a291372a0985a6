/* SPDX-License-Identifier: MIT */
/*
 * Reading configuration keywords, as every miniport does during initialize. Names with a star are standard ones; names with the
 * prefix Lab are the choices of a lesson, listed in the driver's .form file, which the form on the screen edits.
 *
 * NDIS does not check values: what is absent, does not convert or is out of range becomes the default, silently. A driver that
 * trusted the value would let an administrator's typing error size its rings.
 */
#ifndef KEYWORDS_H
#define KEYWORDS_H

#include <ndis.h>

/* NULL, and then every read gives its default, if the configuration cannot be opened. */
static inline NDIS_HANDLE keywords_open(NDIS_HANDLE adapter)
{
	NDIS_CONFIGURATION_OBJECT object = {
		.Header = { NDIS_OBJECT_TYPE_CONFIGURATION_OBJECT,
			    NDIS_CONFIGURATION_OBJECT_REVISION_1,
			    NDIS_SIZEOF_CONFIGURATION_OBJECT_REVISION_1 },
		.NdisHandle = adapter,
	};
	NDIS_HANDLE handle = NULL;

	return NdisOpenConfigurationEx(&object, &handle) == NDIS_STATUS_SUCCESS ? handle : NULL;
}

/* Everything that was read dies with the handle: a driver keeps values, never pointers to them. */
static inline VOID keywords_close(NDIS_HANDLE handle)
{
	if (handle)
		NdisCloseConfiguration(handle);
}

static inline PNDIS_CONFIGURATION_PARAMETER keyword_read(NDIS_HANDLE handle, PCWSTR name,
							 NDIS_PARAMETER_TYPE type)
{
	NDIS_STATUS status = NDIS_STATUS_FAILURE;
	PNDIS_CONFIGURATION_PARAMETER value = NULL;
	NDIS_STRING keyword;

	if (!handle)
		return NULL;
	NdisInitUnicodeString(&keyword, name);
	NdisReadConfiguration(&status, &value, handle, &keyword, type);
	return status == NDIS_STATUS_SUCCESS ? value : NULL;
}

/* A number from least to most; otherwise, or when there is none, the default. */
static inline ULONG keyword_number(NDIS_HANDLE handle, PCWSTR name, ULONG least, ULONG most,
				   ULONG otherwise)
{
	PNDIS_CONFIGURATION_PARAMETER value = keyword_read(handle, name, NdisParameterInteger);
	ULONG number = value ? value->ParameterData.IntegerData : otherwise;

	return number < least || number > most ? otherwise : number;
}

static inline BOOLEAN keyword_is(const NDIS_STRING *text, PCSTR word)
{
	ULONG i = 0;

	for (; i < text->Length / sizeof(WCHAR) && word[i]; i++) {
		if (text->Buffer[i] != (WCHAR)(UCHAR)word[i])
			return FALSE;
	}
	return i == text->Length / sizeof(WCHAR) && !word[i];
}

/* Which of the n words the keyword says, counted from 0, which is also the default. */
static inline ULONG keyword_word(NDIS_HANDLE handle, PCWSTR name, const PCSTR *words, ULONG n)
{
	PNDIS_CONFIGURATION_PARAMETER value = keyword_read(handle, name, NdisParameterString);

	for (ULONG i = 0; value && i < n; i++) {
		if (keyword_is(&value->ParameterData.StringData, words[i]))
			return i;
	}
	return 0;
}

/*
 * An order of the n words, such as "map,attributes": order[0] is the number of the word that comes first. What is no such
 * order, each word once, leaves 0, 1, 2 ...
 */
static inline VOID keyword_order(NDIS_HANDLE handle, PCWSTR name, const PCSTR *words, ULONG n, ULONG *order)
{
	PNDIS_CONFIGURATION_PARAMETER value = keyword_read(handle, name, NdisParameterString);
	NDIS_STRING rest = { 0 };
	ULONG seen = 0, count = 0;

	if (value)
		rest = value->ParameterData.StringData;
	while (rest.Length && count < n) {
		NDIS_STRING word = { 0, 0, rest.Buffer };
		ULONG i = 0;

		while (word.Length < rest.Length && word.Buffer[word.Length / sizeof(WCHAR)] != ',')
			word.Length += sizeof(WCHAR);
		while (i < n && !keyword_is(&word, words[i]))
			i++;
		if (i == n || seen >> i & 1)
			break;
		seen |= 1u << i;
		order[count++] = i;
		rest.Buffer += word.Length / sizeof(WCHAR);
		rest.Length -= word.Length;
		if (rest.Length) { /* the comma */
			rest.Buffer++;
			rest.Length -= sizeof(WCHAR);
		}
	}
	for (ULONG i = 0; i < n && (count < n || rest.Length); i++)
		order[i] = i;
}

#endif
