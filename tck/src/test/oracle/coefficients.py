#!/usr/bin/env python3
"""Writes the polynomials of erf, sin and cos: backend-cpu, Erf and Circular; kernels, functions_doubles.cl.

    pip install mpmath
    python3 coefficients.py        # half a minute

Polynomials are minimax by the exchange of E. Remez (1934), in 240-bit arithmetic, then rounded to
doubles. Behind each stands the largest error of what is made of it, before that rounding.
"""

from mpmath import cos, erfc, exp, expm1, log, lu_solve, matrix, mp, mpf, pi, sin, sqrt

mp.prec = 240


def minimax(function, weight, low, high, degree):
    """The polynomial that minimises the largest |weight (function - polynomial)|, and that error."""
    count = degree + 2
    low, high = mpf(low), mpf(high)
    steps = 40 * count
    grid = [(low + high) / 2 - (high - low) / 2 * cos(pi * i / steps) for i in range(steps + 1)]
    values = [(x, function(x), weight(x)) for x in grid]
    points = [values[round(steps * i / (count - 1))] for i in range(count)]
    for _ in range(12):
        equations, right = matrix(count, count), matrix(count, 1)
        for row, (x, f, w) in enumerate(points):
            for column in range(degree + 1):
                equations[row, column] = x ** column
            equations[row, degree + 1] = (-1) ** row / w
            right[row] = f
        solution = lu_solve(equations, right)
        coefficients = [solution[i] for i in range(degree + 1)]
        errors = []
        for x, f, w in values:
            p = mpf(0)
            for c in reversed(coefficients):
                p = p * x + c
            errors.append(w * (f - p))
        extrema, start = [], 0
        for i in range(1, len(errors) + 1):
            if i == len(errors) or (errors[i] > 0) != (errors[i - 1] > 0):
                extrema.append(max(range(start, i), key=lambda k: abs(errors[k])))
                start = i
        if len(extrema) < count:
            break
        while len(extrema) > count:
            extrema.pop(0 if abs(errors[extrema[0]]) < abs(errors[extrema[-1]]) else -1)
        points = [values[i] for i in extrema]
    return coefficients, max(abs(e) for e in errors)


def show(name, coefficients, error):
    print("%s, error 2^%.1f" % (name, float(log(error, 2))))
    for i, c in enumerate(coefficients):
        print("  %2d  %s  // %r" % (i, float(c).hex(), float(c)))


def erf_rate(x):
    """G, with erf x = 1 - e^(-x G(x)); of 0, its limit."""
    return -log(erfc(x)) / x if x > 0 else 2 / sqrt(pi)


def erf_weight(x):
    """How much of G's error is erf's, relative."""
    z = x * erf_rate(x)
    return x * exp(-z) / -expm1(-z) if x > 0 else sqrt(pi) / 2


for degree in (22, 18):
    show("erf", *minimax(erf_rate, erf_weight, 0, "3.95", degree))


def sin_rest(z):
    """S, with sin r = r + r^3 S(r^2)."""
    return (sin(sqrt(z)) / sqrt(z) - 1) / z if z > mpf(2) ** -40 else z / 120 - mpf(1) / 6


def cos_rest(z):
    """C, with cos r = 1 - r^2/2 + r^4 C(r^2)."""
    return (cos(sqrt(z)) - 1 + z / 2) / z ** 2 if z > mpf(2) ** -40 else mpf(1) / 24 - z / 720


def sin_weight(z):
    return z * sqrt(z) / sin(sqrt(z))


def cos_weight(z):
    return z ** 2 / cos(sqrt(z))


least, most = mpf(2) ** -100, (pi / 4 * mpf("1.001")) ** 2
for degree in (5, 4):
    show("sin", *minimax(sin_rest, sin_weight, least, most, degree))
    show("cos", *minimax(cos_rest, cos_weight, least, most, degree))
