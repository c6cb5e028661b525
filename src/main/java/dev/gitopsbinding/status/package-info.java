/** Makes a status and events from the outcome of a sync. Pure. */
@NullMarked
package dev.gitopsbinding.status;

import org.jspecify.annotations.NullMarked;
