/** The edit kind for objects with a pod template. */
@NullMarked
package dev.gitopsbinding.edit.workload;

import org.jspecify.annotations.NullMarked;
