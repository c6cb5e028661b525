/** Local copies on disk, their disk budget, and reads from them. */
@NullMarked
package dev.gitopsbinding.git.store;

import org.jspecify.annotations.NullMarked;
