'use client';
import { type FormEvent, useRef, useState } from 'react';
import { focusFirstProblem, type Problems, problemsOf, problemsOfAnswer } from '@/components/keys/form-problems';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { Section } from '@/components/ui/section';
import { Textarea } from '@/components/ui/textarea';
import { toast } from '@/components/ui/toaster';
import type { PostRow } from '@/lib/discovery/portal-schema';
import { LONGEST_POST, NewPost } from '@/lib/discovery/schema';
import { PostList } from './post-list';
import { usePublishPost, useRemovePost } from './use-sharing';

/** What this person wrote, and the place to write more. */
export function OwnPosts({ posts, isOn }: { posts: readonly PostRow[]; isOn: boolean }) {
  return (
    <Section
      title="Your posts"
      hint={isOn ? 'Everyone here and their AI clients can read them, under your handle.' : 'Hidden while sharing is off.'}
    >
      {isOn && <PostForm />}
      <PostList posts={posts} empty="You have not written anything yet." actionOf={(post) => <RemoveButton post={post} />} />
    </Section>
  );
}

function PostForm() {
  const form = useRef<HTMLFormElement>(null);
  const [text, setText] = useState('');
  const [symbol, setSymbol] = useState('');
  const [problems, setProblems] = useState<Problems>({});
  const publish = usePublishPost();
  const refuse = (found: Problems) => {
    setProblems(found);
    focusFirstProblem(form.current);
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const checked = NewPost.safeParse({ text, symbol });
    if (!checked.success) return refuse(problemsOf(checked.error));
    setProblems({});
    try {
      await publish.mutateAsync(checked.data);
      setText('');
      setSymbol('');
      toast.success('Post published');
    } catch (thrown) {
      refuse(problemsOfAnswer(thrown));
    }
  };
  const left = LONGEST_POST - [...text.trim()].length;
  return (
    <form ref={form} noValidate onSubmit={submit} className="max-w-text space-y-4 pb-6">
      {problems[''] && <Notice tone="danger">{problems['']}</Notice>}
      <Field
        label="Post"
        error={problems.text}
        hint={left < 0 ? `${-left} too many.` : `${left} characters left. Plain text; markup is taken out.`}
      >
        <Textarea value={text} onChange={({ target }) => setText(target.value)} />
      </Field>
      <Field label="Symbol, if it is about one" error={problems.symbol} className="max-w-48">
        <Input value={symbol} autoComplete="off" maxLength={12} spellCheck={false} onChange={({ target }) => setSymbol(target.value)} />
      </Field>
      <Button type="submit" pending={publish.isPending}>
        Publish
      </Button>
    </form>
  );
}

function RemoveButton({ post }: { post: PostRow }) {
  const remove = useRemovePost();
  const press = () =>
    remove.mutate(post.id, { onSuccess: () => toast.success('Post removed'), onError: ({ message }) => toast.error(message) });
  return (
    <Button size="sm" variant="danger-plain" pending={remove.isPending} onClick={press}>
      Remove
      <span className="sr-only"> post: {post.text.slice(0, 40)}</span>
    </Button>
  );
}
