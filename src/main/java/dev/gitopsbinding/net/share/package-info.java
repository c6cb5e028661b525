/**
 * Shared and limited resources: concurrency at hosts, memory, processors, leased connections,
 * single-flight reads, rate limits, time limits.
 */
@NullMarked
package dev.gitopsbinding.net.share;

import org.jspecify.annotations.NullMarked;
