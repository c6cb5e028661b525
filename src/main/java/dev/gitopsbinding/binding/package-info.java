/**
 * {@code Binding}, a spec that was read and is valid; its message template, tag format and image
 * field.
 */
@NullMarked
package dev.gitopsbinding.binding;

import org.jspecify.annotations.NullMarked;
