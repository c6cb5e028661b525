/** Lanes, which serialise the pushes to one branch, and their queues. */
@NullMarked
package dev.gitopsbinding.git.lane;

import org.jspecify.annotations.NullMarked;
