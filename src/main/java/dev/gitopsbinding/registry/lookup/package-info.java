/** Looks up whether a registry has an image. */
@NullMarked
package dev.gitopsbinding.registry.lookup;

import org.jspecify.annotations.NullMarked;
