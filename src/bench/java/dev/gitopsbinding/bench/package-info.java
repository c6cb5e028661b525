/** The benchmark of the real program; {@code docs/benchmark.md} says what it does. */
package dev.gitopsbinding.bench;
