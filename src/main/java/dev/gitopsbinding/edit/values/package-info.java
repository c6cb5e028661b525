/** Finds images in values for Helm charts. */
@NullMarked
package dev.gitopsbinding.edit.values;

import org.jspecify.annotations.NullMarked;
