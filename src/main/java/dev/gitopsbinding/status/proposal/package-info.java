/** What is proposed by branches and pull requests, as statuses show it. Pure. */
@NullMarked
package dev.gitopsbinding.status.proposal;

import org.jspecify.annotations.NullMarked;
