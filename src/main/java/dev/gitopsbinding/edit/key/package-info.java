/** The edit kind for any scalar by its key, and for Helm values without one. */
@NullMarked
package dev.gitopsbinding.edit.key;

import org.jspecify.annotations.NullMarked;
