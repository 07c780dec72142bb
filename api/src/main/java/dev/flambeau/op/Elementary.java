package dev.flambeau.op;

/**
 * The elementary functions: correctly rounded, each a computation of its own, and hard to round
 * where two floats are as near; numerics.md, "Elementary functions".
 */
public sealed interface Elementary permits Unary.Exp, Unary.Log, Unary.Sigmoid, Unary.Tanh {}
