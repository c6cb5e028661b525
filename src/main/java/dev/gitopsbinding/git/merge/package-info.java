/** How two branches of one local copy lie to each other, and merges of them. */
@NullMarked
package dev.gitopsbinding.git.merge;

import org.jspecify.annotations.NullMarked;
