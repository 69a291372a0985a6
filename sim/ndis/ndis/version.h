/* SPDX-License-Identifier: MIT */
/*
 * Which NDIS the driver asks for. NDISxx_MINIPORT, or the pair
 * NDIS_MINIPORT_MAJOR_VERSION and NDIS_MINIPORT_MINOR_VERSION, decides; with
 * neither it is 6.20. Two that disagree are an error: a silent choice would
 * change prototypes. 6.40 to 6.89 are accepted and get the interface of 6.30.
 */
#ifndef MSILAB_NDIS_VERSION_H
#define MSILAB_NDIS_VERSION_H

#if __SIZEOF_POINTER__ != 8
#error "the simulated machine is a 64-bit one: build the driver for 64 bits"
#endif

#ifndef NDIS_MINIPORT_DRIVER
#define NDIS_MINIPORT_DRIVER 1
#endif

/* the minor version that the NDISxx_MINIPORT macro names */
#if defined(NDIS60_MINIPORT)
#define MSILAB_NDIS_MINOR 0
#elif defined(NDIS61_MINIPORT)
#define MSILAB_NDIS_MINOR 1
#elif defined(NDIS620_MINIPORT)
#define MSILAB_NDIS_MINOR 20
#elif defined(NDIS630_MINIPORT)
#define MSILAB_NDIS_MINOR 30
#elif defined(NDIS640_MINIPORT)
#define MSILAB_NDIS_MINOR 40
#elif defined(NDIS650_MINIPORT)
#define MSILAB_NDIS_MINOR 50
#elif defined(NDIS651_MINIPORT)
#define MSILAB_NDIS_MINOR 51
#elif defined(NDIS660_MINIPORT)
#define MSILAB_NDIS_MINOR 60
#elif defined(NDIS670_MINIPORT)
#define MSILAB_NDIS_MINOR 70
#elif defined(NDIS680_MINIPORT)
#define MSILAB_NDIS_MINOR 80
#elif defined(NDIS681_MINIPORT)
#define MSILAB_NDIS_MINOR 81
#elif defined(NDIS682_MINIPORT)
#define MSILAB_NDIS_MINOR 82
#elif defined(NDIS683_MINIPORT)
#define MSILAB_NDIS_MINOR 83
#elif defined(NDIS684_MINIPORT)
#define MSILAB_NDIS_MINOR 84
#elif defined(NDIS685_MINIPORT)
#define MSILAB_NDIS_MINOR 85
#elif defined(NDIS686_MINIPORT)
#define MSILAB_NDIS_MINOR 86
#elif defined(NDIS687_MINIPORT)
#define MSILAB_NDIS_MINOR 87
#elif defined(NDIS688_MINIPORT)
#define MSILAB_NDIS_MINOR 88
#elif defined(NDIS689_MINIPORT)
#define MSILAB_NDIS_MINOR 89
#endif

#if defined(NDIS_MINIPORT_MAJOR_VERSION) != defined(NDIS_MINIPORT_MINOR_VERSION)
#error "NDIS_MINIPORT_MAJOR_VERSION and NDIS_MINIPORT_MINOR_VERSION go together: define both or neither"
#endif

#if defined(NDIS60_MINIPORT) + defined(NDIS61_MINIPORT) + defined(NDIS620_MINIPORT) +              \
	defined(NDIS630_MINIPORT) + defined(NDIS640_MINIPORT) + defined(NDIS650_MINIPORT) +        \
	defined(NDIS651_MINIPORT) + defined(NDIS660_MINIPORT) + defined(NDIS670_MINIPORT) +        \
	defined(NDIS680_MINIPORT) + defined(NDIS681_MINIPORT) + defined(NDIS682_MINIPORT) +        \
	defined(NDIS683_MINIPORT) + defined(NDIS684_MINIPORT) + defined(NDIS685_MINIPORT) +        \
	defined(NDIS686_MINIPORT) + defined(NDIS687_MINIPORT) + defined(NDIS688_MINIPORT) +        \
	defined(NDIS689_MINIPORT) > 1
#define MSILAB_NDIS_DISAGREE
#elif defined(MSILAB_NDIS_MINOR) && defined(NDIS_MINIPORT_MAJOR_VERSION)
#if NDIS_MINIPORT_MAJOR_VERSION != 6 || NDIS_MINIPORT_MINOR_VERSION != MSILAB_NDIS_MINOR
#define MSILAB_NDIS_DISAGREE
#endif
#endif

#ifdef MSILAB_NDIS_DISAGREE
#include "version-disagree.h"
#endif

#ifndef NDIS_MINIPORT_MAJOR_VERSION
#define NDIS_MINIPORT_MAJOR_VERSION 6
#ifdef MSILAB_NDIS_MINOR
#define NDIS_MINIPORT_MINOR_VERSION MSILAB_NDIS_MINOR
#else
#define NDIS_MINIPORT_MINOR_VERSION 20
#endif
#endif

#if NDIS_MINIPORT_MAJOR_VERSION != 6 ||                                                            \
	!(NDIS_MINIPORT_MINOR_VERSION == 0 || NDIS_MINIPORT_MINOR_VERSION == 1 ||                  \
	  NDIS_MINIPORT_MINOR_VERSION == 20 || NDIS_MINIPORT_MINOR_VERSION == 30 ||                \
	  NDIS_MINIPORT_MINOR_VERSION == 40 || NDIS_MINIPORT_MINOR_VERSION == 50 ||                \
	  NDIS_MINIPORT_MINOR_VERSION == 51 || NDIS_MINIPORT_MINOR_VERSION == 60 ||                \
	  NDIS_MINIPORT_MINOR_VERSION == 70 ||                                                     \
	  (NDIS_MINIPORT_MINOR_VERSION >= 80 && NDIS_MINIPORT_MINOR_VERSION <= 89))
#error "no such version of NDIS: 6.0, 6.1, 6.20, 6.30, 6.40, 6.50, 6.51, 6.60, 6.70, 6.80 to 6.89"
#endif

/* Cumulative: each implies the lower ones. Above 6.30 nothing is offered. */
#define NDIS_SUPPORT_NDIS6 1
#define NDIS_SUPPORT_NDIS61 (NDIS_MINIPORT_MINOR_VERSION >= 1)
#define NDIS_SUPPORT_NDIS620 (NDIS_MINIPORT_MINOR_VERSION >= 20)
#define NDIS_SUPPORT_NDIS630 (NDIS_MINIPORT_MINOR_VERSION >= 30)
#define NDIS_SUPPORT_NDIS640 0
#define NDIS_SUPPORT_NDIS650 0
#define NDIS_SUPPORT_NDIS651 0
#define NDIS_SUPPORT_NDIS660 0
#define NDIS_SUPPORT_NDIS670 0
#define NDIS_SUPPORT_NDIS680 0
#define NDIS_SUPPORT_NDIS681 0
#define NDIS_SUPPORT_NDIS682 0
#define NDIS_SUPPORT_NDIS683 0
#define NDIS_SUPPORT_NDIS684 0
#define NDIS_SUPPORT_NDIS685 0
#define NDIS_SUPPORT_NDIS686 0
#define NDIS_SUPPORT_NDIS687 0
#define NDIS_SUPPORT_NDIS688 0
#define NDIS_SUPPORT_NDIS689 0

#endif
