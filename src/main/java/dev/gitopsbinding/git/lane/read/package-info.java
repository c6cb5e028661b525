/** A lane's local copy of its branch, and reads from it. */
@NullMarked
package dev.gitopsbinding.git.lane.read;

import org.jspecify.annotations.NullMarked;
