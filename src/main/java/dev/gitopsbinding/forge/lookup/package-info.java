/** Looks up the checks of a commit at a forge. */
@NullMarked
package dev.gitopsbinding.forge.lookup;

import org.jspecify.annotations.NullMarked;
