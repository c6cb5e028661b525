/** The port that reports events of bindings to the outside. */
@NullMarked
package dev.gitopsbinding.notify;

import org.jspecify.annotations.NullMarked;
