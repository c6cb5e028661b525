/** Whether the workload runs the desired tag, and which tags it has run. Pure. */
@NullMarked
package dev.gitopsbinding.status.rollout;

import org.jspecify.annotations.NullMarked;
