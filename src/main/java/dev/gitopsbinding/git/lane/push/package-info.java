/** Batches of pushes. */
@NullMarked
package dev.gitopsbinding.git.lane.push;

import org.jspecify.annotations.NullMarked;
