/* SPDX-License-Identifier: MIT */
/*
 * What is on its way from a function: data, messages and line messages, all posted and all in order (one requester, one
 * traffic class: BASE 2.4). So a handler that runs because of a message finds the data that was written before it.
 */
#ifndef MSILAB_HW_DMA_H
#define MSILAB_HW_DMA_H

#include <stdbool.h>
#include <stdint.h>

struct device;

/* Sends a message: msi.send now, arrival message.flight later. The gates were open when this was called. */
void dma_message(struct device *device, unsigned message, unsigned source, uint64_t address, uint32_t data);

/* Assert_INTx or Deassert_INTx: intx_arrive line.flight later. */
void dma_line(struct device *device, bool asserted, uint64_t record);

#endif
