# SPDX-License-Identifier: MIT
# Unit suites: one program a suite. UNIT_LDADD lists the libraries in link order.
