/** Pull requests, whatever forge they are at. Pure. */
@NullMarked
package dev.gitopsbinding.model.pullrequest;

import org.jspecify.annotations.NullMarked;
