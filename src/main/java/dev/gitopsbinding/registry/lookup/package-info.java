/** Looks up whether a registry has an image, and by which digest. */
@NullMarked
package dev.gitopsbinding.registry.lookup;

import org.jspecify.annotations.NullMarked;
