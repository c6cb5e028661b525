/** Writes statuses of commits at a forge. */
@NullMarked
package dev.gitopsbinding.forge.status;

import org.jspecify.annotations.NullMarked;
