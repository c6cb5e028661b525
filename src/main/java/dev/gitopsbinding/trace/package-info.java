/** The port for traces: spans of syncs, and the span that the calling thread works in. */
@NullMarked
package dev.gitopsbinding.trace;

import org.jspecify.annotations.NullMarked;
