/** The block {@code status.proposed}: what is proposed by branches and pull requests. */
@NullMarked
package dev.gitopsbinding.api.v1alpha1.status.proposal;

import org.jspecify.annotations.NullMarked;
