/** Small immutable values that every other package speaks in. */
@NullMarked
package dev.gitopsbinding.model;

import org.jspecify.annotations.NullMarked;
