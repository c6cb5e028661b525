/** Meters of the operator; {@code docs/metrics.md} lists them. */
package dev.gitopsbinding.metrics;
