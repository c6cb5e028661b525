/** Bindings by what they point at, and the events by which they wake each other. */
@NullMarked
package dev.gitopsbinding.controller.index;

import org.jspecify.annotations.NullMarked;
