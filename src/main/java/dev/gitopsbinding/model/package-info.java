/** Small immutable values that the other packages share. */
@NullMarked
package dev.gitopsbinding.model;

import org.jspecify.annotations.NullMarked;
