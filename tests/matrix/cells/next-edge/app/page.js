export default () => <p>ready</p>;
