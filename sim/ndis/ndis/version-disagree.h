/* SPDX-License-Identifier: MIT */
/*
 * Included by version.h alone, and only when the version macros disagree:
 * one error says so, and one for each macro that is set names it.
 */
#error "the NDIS version macros disagree; the errors that follow name those that are set"
#ifdef NDIS60_MINIPORT
#error "NDIS60_MINIPORT is set"
#endif
#ifdef NDIS61_MINIPORT
#error "NDIS61_MINIPORT is set"
#endif
#ifdef NDIS620_MINIPORT
#error "NDIS620_MINIPORT is set"
#endif
#ifdef NDIS630_MINIPORT
#error "NDIS630_MINIPORT is set"
#endif
#ifdef NDIS640_MINIPORT
#error "NDIS640_MINIPORT is set"
#endif
#ifdef NDIS650_MINIPORT
#error "NDIS650_MINIPORT is set"
#endif
#ifdef NDIS651_MINIPORT
#error "NDIS651_MINIPORT is set"
#endif
#ifdef NDIS660_MINIPORT
#error "NDIS660_MINIPORT is set"
#endif
#ifdef NDIS670_MINIPORT
#error "NDIS670_MINIPORT is set"
#endif
#ifdef NDIS680_MINIPORT
#error "NDIS680_MINIPORT is set"
#endif
#ifdef NDIS681_MINIPORT
#error "NDIS681_MINIPORT is set"
#endif
#ifdef NDIS682_MINIPORT
#error "NDIS682_MINIPORT is set"
#endif
#ifdef NDIS683_MINIPORT
#error "NDIS683_MINIPORT is set"
#endif
#ifdef NDIS684_MINIPORT
#error "NDIS684_MINIPORT is set"
#endif
#ifdef NDIS685_MINIPORT
#error "NDIS685_MINIPORT is set"
#endif
#ifdef NDIS686_MINIPORT
#error "NDIS686_MINIPORT is set"
#endif
#ifdef NDIS687_MINIPORT
#error "NDIS687_MINIPORT is set"
#endif
#ifdef NDIS688_MINIPORT
#error "NDIS688_MINIPORT is set"
#endif
#ifdef NDIS689_MINIPORT
#error "NDIS689_MINIPORT is set"
#endif
#ifdef NDIS_MINIPORT_MAJOR_VERSION
#error "NDIS_MINIPORT_MAJOR_VERSION and NDIS_MINIPORT_MINOR_VERSION are set"
#endif
