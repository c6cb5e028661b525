/** What is proposed by branches and pull requests, and the state of that. Pure. */
@NullMarked
package dev.gitopsbinding.plan.proposal;

import org.jspecify.annotations.NullMarked;
