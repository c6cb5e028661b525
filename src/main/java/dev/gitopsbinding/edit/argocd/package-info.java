/** The edit kind for Applications of Argo CD. */
@NullMarked
package dev.gitopsbinding.edit.argocd;

import org.jspecify.annotations.NullMarked;
