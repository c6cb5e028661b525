/** Local copies on disk, and their disk budget. */
@NullMarked
package dev.gitopsbinding.git.store;

import org.jspecify.annotations.NullMarked;
