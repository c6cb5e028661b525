/** The benchmark of the real program; {@code docs/development/benchmark.md} says what it does. */
package dev.gitopsbinding.bench;
