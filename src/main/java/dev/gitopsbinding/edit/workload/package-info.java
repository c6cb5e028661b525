/** The edit kind for objects with a pod template. */
package dev.gitopsbinding.edit.workload;
