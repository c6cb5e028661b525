/** The edit kind for the {@code images} of Kustomizations. */
@NullMarked
package dev.gitopsbinding.edit.kustomize;

import org.jspecify.annotations.NullMarked;
