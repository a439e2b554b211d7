"""Statistics of experiments: counts and sums in, estimates with their doubt out.

Pure, of the standard library alone. Nothing here raises whatever was counted: of an
empty arm, one visitor, or numbers that are none it says that nothing can be said, which
is p = 1, an interval of all there can be (shares: -1 to 1), or `None` where there is no
end to that. All p are two-sided unless said otherwise; shares and their differences are
0 to 1, and no percent. An arm is always compared with the baseline: arm less baseline.
"""
