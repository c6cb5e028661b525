/** The port {@code Forge}: what is asked of a forge, and how its answers are read. Pure. */
@NullMarked
package dev.gitopsbinding.forge;

import org.jspecify.annotations.NullMarked;
