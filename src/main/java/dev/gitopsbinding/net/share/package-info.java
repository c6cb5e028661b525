/**
 * What is shared out fairly: concurrency at hosts, memory, processors, leases, single-flight reads,
 * rate limits.
 */
package dev.gitopsbinding.net.share;
