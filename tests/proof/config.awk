# SPDX-License-Identifier: MIT
# The records of `msilab export json` up to record number `moment`, folded into configuration bytes and decoded a second time, in
# the words of lspci -vvv: one line "BB:DD.F text" for each thing that lspci has to show. Written from the specifications
# alone: nothing here comes from the program.
function hex(text,    value, i)
{
	sub(/^0x/, "", text)
	for (i = 1; i <= length(text); i++)
		value = value * 16 + index("0123456789abcdef", substr(text, i, 1)) - 1
	return value
}

function field(name,    at, rest)
{
	at = index($0, "\"" name "\":")
	if (!at)
		return ""
	rest = substr($0, at + length(name) + 3)
	if (substr(rest, 1, 1) == "\"") {
		rest = substr(rest, 2)
		return substr(rest, 1, index(rest, "\"") - 1)
	}
	match(rest, /^[^,}]*/)
	return substr(rest, 1, RLENGTH)
}

function put(object, offset, size, value,    i)
{
	for (i = 0; i < size; i++) {
		byte[object, offset + i] = value % 256
		value = int(value / 256)
	}
}

function get(offset, size,    value)
{
	while (size-- > 0)
		value = value * 256 + byte[device, offset + size]
	return value
}

function bit(value, number)
{
	return int(value / 2 ^ number) % 2
}

function bits(value, low, count)
{
	return int(value / 2 ^ low) % 2 ^ count
}

function flag(value, number)
{
	return bit(value, number) ? "+" : "-"
}

function say(text)
{
	print place[device] " " text
}

function flags(title, value, list,    names, n, i, text)
{
	n = split(list, names, " ")
	for (i = 1; i <= n; i++)
		text = text " " names[i] flag(value, i - 1)
	say(title text)
}

function command()
{
	flags("Control:", get(4, 2), "I/O Mem BusMaster SpecCycle MemWINV VGASnoop ParErr Stepping SERR FastB2B DisINTx")
	say("Status: Cap" flag(get(6, 2), 4) " 66MHz- UDF- FastB2B- ParErr- DEVSEL=fast >TAbort- <TAbort- <MAbort- >SERR- <PERR- INTx" \
	    flag(get(6, 2), 3))
}

function power(at)
{
	say(sprintf("Capabilities: [%02x] Power Management version %d", at, get(at + 2, 2) % 8))
	say("Status: D" bits(get(at + 4, 2), 0, 2) " NoSoftRst" flag(get(at + 4, 2), 3) " PME-Enable" flag(get(at + 4, 2), 8))
}

function msi(at,    control, wide, after)
{
	control = get(at + 2, 2)
	wide = bit(control, 7)
	after = at + 8 + 4 * wide
	say(sprintf("Capabilities: [%02x] MSI: Enable%s Count=%d/%d Maskable%s 64bit%s", at, flag(control, 0), 2 ^ bits(control, 4, 3),
		    2 ^ bits(control, 1, 3), flag(control, 8), flag(control, 7)))
	if (wide)
		say(sprintf("Address: %08x%08x  Data: %04x", get(at + 8, 4), get(at + 4, 4), get(after, 2)))
	else
		say(sprintf("Address: %08x  Data: %04x", get(at + 4, 4), get(after, 2)))
	if (bit(control, 8))
		say(sprintf("Masking: %08x  Pending: %08x", get(after + 4, 4), pending[device]))
}

function express(at,    kinds, kind, control, speed)
{
	split("Endpoint||||Root Port (Slot-)|Upstream Port|Downstream Port (Slot-)", kinds, "|")
	kind = bits(get(at + 2, 2), 4, 4)
	kind = kinds[kind ? kind + 1 : 1]
	control = get(at + 8, 2)
	say(sprintf("Capabilities: [%02x] Express (v%d) %s, MSI %02x", at, get(at + 2, 2) % 16, kind, bits(get(at + 2, 2), 9, 5)))
	say(sprintf("MaxPayload %d bytes, MaxReadReq %d bytes", 128 * 2 ^ bits(control, 5, 3), 128 * 2 ^ bits(control, 12, 3)))
	say(sprintf("RlxdOrd%s ExtTag%s PhantFunc%s AuxPwr%s NoSnoop%s", flag(control, 4), flag(control, 8), flag(control, 9),
		    flag(control, 10), flag(control, 11)))
	split("2.5GT/s 5GT/s 8GT/s 16GT/s", speed, " ")
	say(sprintf("LnkSta: Speed %s, Width x%d", speed[get(at + 18, 2) % 16], bits(get(at + 18, 2), 4, 6)))
}

function msix(at,    control)
{
	control = get(at + 2, 2)
	say(sprintf("Capabilities: [%02x] MSI-X: Enable%s Count=%d Masked%s", at, flag(control, 15), bits(control, 0, 11) + 1,
		    flag(control, 14)))
	say(sprintf("Vector table: BAR=%d offset=%08x", get(at + 4, 4) % 8, get(at + 4, 4) - get(at + 4, 4) % 8))
	say(sprintf("PBA: BAR=%d offset=%08x", get(at + 8, 4) % 8, get(at + 8, 4) - get(at + 8, 4) % 8))
	if (get(at + 4, 4) != table[device] || get(at + 8, 4) != pba[device] || bits(control, 0, 11) + 1 != entries[device])
		say("differs from machine.msix")
}

function structures(    at, id, left)
{
	for (at = get(52, 1); at && left++ < 48; at = get(at + 1, 1)) {
		id = get(at, 1)
		if (id == 1)
			power(at)
		else if (id == 5)
			msi(at)
		else if (id == 16)
			express(at)
		else if (id == 17)
			msix(at)
		else
			say("unknown capability " id)
	}
}

field("seq") + 0 > moment + 0 {
	exit
}

{
	kind = field("kind")
	object = field("obj")
}

kind == "machine.object" && match(field("detail"), / at [0-9a-f:.]+/) {
	place[object] = substr(field("detail"), RSTART + 4, RLENGTH - 4)
}

kind == "machine.cfg" {
	put(object, hex(field("offset")), 4, hex(field("value")))
}

kind == "cfg.write" || kind == "cfg.state" {
	put(object, hex(field("offset")), field("size"), hex(field("after")))
}

# The pending register is written by the function alone.
kind == "msi.pend" || kind == "msi.unpend" {
	pending[object] = hex(field("pending_after"))
}

kind == "machine.msix" {
	entries[object] = field("entries")
	table[object] = hex(field("table"))
	pba[object] = hex(field("pba"))
}

END {
	for (device in place) {
		command()
		if (get(14, 1) % 128 == 1)
			say(sprintf("Bus: primary=%02x, secondary=%02x, subordinate=%02x, sec-latency=0", get(24, 1), get(25, 1), get(26, 1)))
		structures()
	}
}
