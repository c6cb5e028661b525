/** What is known of failed rollouts and of rollbacks, and what is written about them. Pure. */
@NullMarked
package dev.gitopsbinding.plan.rollback;

import org.jspecify.annotations.NullMarked;
