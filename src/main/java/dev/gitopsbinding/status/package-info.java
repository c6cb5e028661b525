/** Turns what a sync came to into a status and events. Pure. */
@NullMarked
package dev.gitopsbinding.status;

import org.jspecify.annotations.NullMarked;
