# SPDX-License-Identifier: MIT
# Input: bench/goals, then the lines that bench/run collected: ROUND CASE/ENGINE
# and the engine's own words. Output: each engine's median cost, then what goals
# asks for, each figure formed within a round, as median and quartiles.

function sort(v, n,    i, j, x) {
	for (i = 2; i <= n; i++) {
		x = v[i]
		for (j = i - 1; j >= 1 && v[j] > x; j--)
			v[j + 1] = v[j]
		v[j + 1] = x
	}
}

# The value below which the share p of the sorted v[1..n] lies, between neighbours.
function quantile(v, n, p,    at, low) {
	at = 1 + (n - 1) * p
	low = int(at)
	return low == n ? v[n] : v[low] + (at - low) * (v[low + 1] - v[low])
}

function as_json(line,    n, i, word, part, out) {
	n = split(line, word, " ")
	out = "{\"round\":" word[1] ",\"run\":\"" word[2] "\""
	for (i = 3; i <= n; i++)
		if (split(word[i], part, "=") == 2)
			out = out ",\"" part[1] "\":" (part[2] ~ /^-?[0-9]+(\.[0-9]+)?$/ ? part[2] : "\"" part[2] "\"")
	return out "}"
}

# A number for people: three or four digits that count.
function show(x,    a) {
	a = x < 0 ? -x : x
	if (a >= 1e6)
		return sprintf("%.1fM", x / 1e6)
	return sprintf(a >= 1000 ? "%.0f" : a >= 100 ? "%.1f" : "%.2f", x)
}

function report_cost(run,    n, r, v) {
	for (r = 1; r <= rounds; r++)
		if ((run ":cost", r) in value)
			v[++n] = value[run ":cost", r]
	if (!n)
		return
	sort(v, n)
	printf "%-22s %9.1f ns per %-6s [%.1f .. %.1f]\n", run, quantile(v, n, 0.5), \
		unit[run], quantile(v, n, 0.25), quantile(v, n, 0.75)
}

function figure(name) {
	return name ~ /:/ ? name : name ":cost"
}

function join(operation, x, y) {
	return operation == "/" ? x / y : operation == "-" ? x - y : x
}

function meets(x, sign, limit) {
	return sign == ">=" ? x >= limit : x <= limit
}

# The median of a figure alone.
function median(name,    n, r, v) {
	for (r = 1; r <= rounds; r++)
		if ((name, r) in value)
			v[++n] = value[name, r]
	sort(v, n)
	return quantile(v, n, 0.5)
}

function tell_json(g, title, mid, q1, q3, n, met,    sign) {
	sign = goal_sign[g]
	printf "{\"figure\":\"%s\",\"median\":%.6g,\"q1\":%.6g,\"q3\":%.6g", title, mid, q1, q3
	if (goal_join[g] == "&")
		printf ",\"beside\":\"%s\",\"beside_median\":%.6g", goal_b[g], median(figure(goal_b[g]))
	if (sign != "-")
		printf ",\"goal\":\"%s %s\",\"met\":%s,\"rounds_met\":%d", sign, goal_limit[g], \
			meets(mid, sign, goal_limit[g]) ? "true" : "false", met
	printf ",\"rounds\":%d}\n", n
}

function tell_text(g, title, mid, q1, q3, n, met,    sign) {
	sign = goal_sign[g]
	printf "%-54s %7s  [%s .. %s]", title, show(mid), show(q1), show(q3)
	if (goal_join[g] == "&")
		printf "  beside %s: %s", goal_b[g], show(median(figure(goal_b[g])))
	if (sign != "-")
		printf "  goal %s %s: %s (in %d of %d rounds)", sign, show(goal_limit[g] + 0), \
			meets(mid, sign, goal_limit[g]) ? "met" : "NOT MET", met, n
	printf "\n"
}

# Only rounds that have both figures count.
function report_goal(g,    a, b, n, r, v, met, x, title) {
	a = figure(goal_a[g])
	b = figure(goal_b[g])
	for (r = 1; r <= rounds; r++)
		if (((a, r) in value) && ((b, r) in value)) {
			x = join(goal_join[g], value[a, r], value[b, r])
			v[++n] = x
			met += goal_sign[g] != "-" && meets(x, goal_sign[g], goal_limit[g])
		}
	if (!n)
		return
	sort(v, n)
	title = goal_join[g] == "&" ? goal_a[g] : goal_a[g] " " goal_join[g] " " goal_b[g]
	if (json)
		tell_json(g, title, quantile(v, n, 0.5), quantile(v, n, 0.25), quantile(v, n, 0.75), n, met)
	else
		tell_text(g, title, quantile(v, n, 0.5), quantile(v, n, 0.25), quantile(v, n, 0.75), n, met)
}

FNR == NR && !/^#/ && NF == 5 {
	goals++
	goal_a[goals] = $1
	goal_join[goals] = $2
	goal_b[goals] = $3
	goal_sign[goals] = $4
	goal_limit[goals] = $5
}

FNR == NR { next }

{
	delete word
	for (i = 3; i <= NF; i++)
		if (split($i, part, "=") == 2)
			word[part[1]] = value[$2 ":" part[1], $1] = part[2]
	rounds = $1
	if (json)
		print as_json($0)
	if (!($2 in unit)) {
		run[++runs] = $2
		unit[$2] = $3 == "hold" ? "event" : "frame"
	}
	count = word[unit[$2] "s"]
	if (count > 0 && (clock "_s") in word)
		value[$2 ":cost", $1] = word[clock "_s"] * 1e9 / count
}

END {
	if (!json) {
		for (i = 1; i <= runs; i++)
			report_cost(run[i])
		print "figures of the same round: median [quartiles]"
	}
	for (g = 1; g <= goals; g++)
		report_goal(g)
}
