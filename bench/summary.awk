# SPDX-License-Identifier: MIT
# Input: bench/goals, then the lines that bench/run collected: ROUND CASE/ENGINE
# and the engine's own words. Output: each engine's median cost, then the goals'
# ratios, each formed within a round, as median and quartiles.

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
			out = out ",\"" part[1] "\":" \
				(part[1] == "peer" ? "\"" part[2] "\"" : part[2])
	return out "}"
}

function report_cost(run,    n, r, v) {
	for (r = 1; r <= rounds; r++)
		v[++n] = cost[run, r]
	sort(v, n)
	printf "%-22s %8.1f ns per %-6s [%.1f .. %.1f]\n", run, quantile(v, n, 0.5), \
		unit[run], quantile(v, n, 0.25), quantile(v, n, 0.75)
}

function report_ratio(g,    a, b, n, r, v, mid, q1, q3, met) {
	a = goal_a[g]
	b = goal_b[g]
	for (r = 1; r <= rounds; r++)
		v[++n] = cost[a, r] / cost[b, r]
	sort(v, n)
	mid = quantile(v, n, 0.5)
	q1 = quantile(v, n, 0.25)
	q3 = quantile(v, n, 0.75)
	met = goal_sign[g] == ">=" ? mid >= goal_limit[g] : mid <= goal_limit[g]
	if (json)
		printf "{\"ratio\":\"%s : %s\",\"median\":%.4f,\"q1\":%.4f,\"q3\":%.4f," \
			"\"goal\":\"%s %s\",\"met\":%s}\n", a, b, mid, q1, q3, \
			goal_sign[g], goal_limit[g], met ? "true" : "false"
	else
		printf "%-20s : %-18s %6.2f  [%.2f .. %.2f]  goal %s %-5s %s\n", a, b, mid, \
			q1, q3, goal_sign[g], goal_limit[g], met ? "met" : "NOT MET"
}

FNR == NR && !/^#/ && NF == 4 {
	goals++
	goal_a[goals] = $1
	goal_b[goals] = $2
	goal_sign[goals] = $3
	goal_limit[goals] = $4
}

FNR == NR { next }

{
	for (i = 3; i <= NF; i++) {
		split($i, part, "=")
		value[part[1]] = part[2]
	}
	rounds = $1
	if (json)
		print as_json($0)
	if ($2 == "yardstick") {
		copy[$1] = value["gb_per_s"]
		next
	}
	count = $3 == "hold" ? "events" : "frames"
	unit[$2] = substr(count, 1, length(count) - 1)
	if (!($2 in seen)) {
		seen[$2] = 1
		run[++runs] = $2
	}
	cost[$2, $1] = value[clock "_s"] * 1e9 / value[count]
}

END {
	if (!json) {
		for (i = 1; i <= runs; i++)
			report_cost(run[i])
		for (r = 1; r in copy; r++)
			speed[r] = copy[r]
		if (r > 1) {
			sort(speed, r - 1)
			printf "%-22s %8.1f GB/s\n", "yardstick (memcpy)", quantile(speed, r - 1, 0.5)
		}
		print "ratios of cost in the same round: median [quartiles]"
	}
	for (g = 1; g <= goals; g++)
		if ((goal_a[g] in seen) && (goal_b[g] in seen))
			report_ratio(g)
}
