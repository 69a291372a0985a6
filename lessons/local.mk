# SPDX-License-Identifier: MIT
include lessons/host/local.mk
include lessons/drivers/local.mk
