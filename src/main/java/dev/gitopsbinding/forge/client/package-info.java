/** Sends requests to forges: hosts, permits, rate limits, entity tags, and what failures mean. */
@NullMarked
package dev.gitopsbinding.forge.client;

import org.jspecify.annotations.NullMarked;
