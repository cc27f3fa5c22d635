export default function Home() {
  return <h1>Client Center</h1>;
}
